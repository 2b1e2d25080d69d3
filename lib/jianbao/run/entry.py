"""What papermill loads as engine ``jianbao``: it imports every engine of the environment at its own import, so this is light."""

from typing import Any

__all__ = ["Engine"]


class Engine:
    """Hands over to ``warm.WarmEngine`` when a notebook is run."""

    @staticmethod
    def execute_notebook(*args: Any, **options: Any) -> Any:
        """Run a notebook."""
        from jianbao.run.warm import WarmEngine

        return WarmEngine.execute_notebook(*args, **options)

    @staticmethod
    def nb_kernel_name(nb: Any, name: str | None = None) -> str:
        """Return the kernel's name; one that the notebook does not give is no error, no installed kernel is used."""
        return name or nb.metadata.get("kernelspec", {}).get("name", "python3")

    @staticmethod
    def nb_language(nb: Any, language: str | None = None) -> str:
        """Return the language: Python."""
        return language or "python"
