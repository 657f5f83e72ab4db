"""Alembic reads the migrations from files, so they are collected as files."""

from PyInstaller.utils.hooks import collect_data_files

datas = collect_data_files("leukview.store", include_py_files=True, includes=["migrations/**"])
hiddenimports = ["logging.config", "sqlalchemy.dialects.sqlite"]
