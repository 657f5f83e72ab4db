"""Alembic's entry: migrates on the connection, and in the transaction, that the store hands over."""

from __future__ import annotations

from alembic import context

from leukview.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter most of a table in place; Alembic then copies it.
    render_as_batch=True,
)
# The caller has begun the transaction, and commits it only when everything went well.
context.run_migrations()
