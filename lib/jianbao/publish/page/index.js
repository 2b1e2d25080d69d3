(function () {
  // Finds briefs by the words of a row and of a column. Needs nothing but the page; written for browsers of 2020.
  var d = document, box = d.getElementById('find'), q = d.getElementById('q'), state = d.getElementById('state');
  var found = d.getElementById('found'), list = d.getElementById('list'), all = d.getElementById('all'), map = d.getElementById('map'), papers = d.getElementById('documents');
  var most = 90, items = [], columns = [];
  function key(el) { return ((el && el.getAttribute('data-k')) || '').toLowerCase(); }
  function add(a, own, group, title, figure) { items.push({ a: a, own: ' ' + own, group: group, title: title, figure: figure }); }
  Array.prototype.forEach.call(d.querySelectorAll('table.head thead th'), function (th, i) {
    columns[i + 1] = { key: key(th), name: th.textContent };
    var a = th.querySelector('a');
    if (a) add(a, columns[i + 1].key, '', th.textContent, box.getAttribute('data-sector'));
  });
  Array.prototype.forEach.call(d.querySelectorAll('table.ht'), function (table) {
    var group = key(table);
    Array.prototype.forEach.call(table.tBodies[0].rows, function (row) {
      var name = row.cells[0].textContent, own = key(row), a = row.cells[0].querySelector('a');
      if (a) add(a, own, group, name, box.getAttribute('data-region'));
      for (var i = 1; i < row.cells.length; i++) {
        a = row.cells[i].querySelector('a');
        if (a) add(a, own + ' ' + columns[i].key, group, name + ' · ' + columns[i].name, a.textContent);
      }
    });
  });
  Array.prototype.forEach.call(d.querySelectorAll('#documents li'), function (li) {
    var a = li.querySelector('a'), kind = li.parentNode.getAttribute('data-k');
    add(a, key(li) + ' ' + kind, '', a.textContent, kind);
  });
  function score(item, words) {
    var sum = 0;
    for (var i = 0; i < words.length; i++) {
      if (item.own.indexOf(' ' + words[i]) >= 0) sum += 3;
      else if (item.own.indexOf(words[i]) >= 0) sum += 1;
      else if (item.group.indexOf(words[i]) < 0) return -1;
    }
    return sum;
  }
  function show() {
    var words = q.value.normalize('NFKC').toLowerCase().split(/[\s·,，、;；]+/).filter(Boolean), hits = [];
    list.textContent = '';
    found.hidden = !words.length;
    [all, map, papers].forEach(function (part) { if (part) part.hidden = !!words.length; });
    if (!words.length) { state.textContent = box.getAttribute('data-hint'); return; }
    items.forEach(function (item, i) { var s = score(item, words); if (s >= 0) hits.push([s, i, item]); });
    hits.sort(function (x, y) { return y[0] - x[0] || x[1] - y[1]; });
    hits.slice(0, most).forEach(function (hit) {
      var li = d.createElement('li'), a = d.createElement('a'), b = d.createElement('b');
      a.href = hit[2].a.getAttribute('href'); a.textContent = hit[2].title; b.textContent = hit[2].figure;
      li.appendChild(a); li.appendChild(b); list.appendChild(li);
    });
    state.textContent = (hits.length ? box.getAttribute('data-found') : box.getAttribute('data-none')).replace('{n}', hits.length) +
      (hits.length > most ? box.getAttribute('data-more').replace('{n}', most) : '');
  }
  q.addEventListener('input', show);
  q.addEventListener('keydown', function (e) {
    var first = list.querySelector('a');
    if (e.key === 'Escape') { q.value = ''; show(); }
    if ((e.key === 'ArrowDown' || e.key === 'Enter') && first && !e.isComposing) { e.preventDefault(); if (e.key === 'Enter') first.click(); else first.focus(); }
  });
  list.addEventListener('keydown', function (e) {
    var li = d.activeElement && d.activeElement.parentNode, to = e.key === 'ArrowDown' ? li.nextSibling : e.key === 'ArrowUp' ? li.previousSibling : null;
    if (e.key === 'Escape' || (e.key === 'ArrowUp' && !to)) { e.preventDefault(); q.focus(); }
    else if (to) { e.preventDefault(); to.firstChild.focus(); }
  });
  box.hidden = false;
  // A telephone starts with the cities closed; without script all stay open.
  if (window.matchMedia('(max-width:640px)').matches) Array.prototype.forEach.call(d.querySelectorAll('details.city'), function (x) { x.open = false; });
  show();
})();
