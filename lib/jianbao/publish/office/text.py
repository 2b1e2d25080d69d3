"""A page as plain text, to be pasted into an office system or a message: words only; of a table its name and where it is."""

from jianbao.publish.office.blocks import Document, Heading, Paragraph, Table

__all__ = ["plain_text"]


def plain_text(document: Document) -> bytes:
    """Return the text in UTF-8 with a mark that says so (Windows' editor needs it) and Windows' ends of lines."""
    zh = document.zh
    indent, lines = "　　" if zh else "", [document.title, "", *([document.banner] if document.banner else [])]
    for block in document.blocks:
        if isinstance(block, Heading):
            lines += ["", indent + block.text]
        elif isinstance(block, Paragraph):
            flat = block.kind in ("to", "sign")
            lines.append(block.text if flat else indent + block.text)
        elif isinstance(block, Table) and block.title:
            lines.append(indent + (f"（表：{block.title}，见本文件的 Word、Excel 版）" if zh else f"(Table: {block.title}; see the Word or Excel file)"))
    lines += ["", *document.footer]
    return ("\ufeff" + "\r\n".join(line.replace("\xa0", " ").rstrip(" ") for line in lines) + "\r\n").encode()
