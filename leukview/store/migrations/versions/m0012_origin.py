"""What identifies this installation, and of reference cells that came from another one: which, and its number of the case."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table and two columns, and move case numbers that cannot be this installation's.

    So far an imported cell kept the number of its case as though it were one here. Which were imported was not kept; a number
    that no case here has, or whose case here does not hold the image, is taken for another installation's, which nobody named.
    """
    op.create_table("installation", sa.Column("id", sa.Text, primary_key=True))
    op.execute(sa.text("INSERT INTO installation (id) VALUES (:name)").bindparams(name=uuid4().hex[:12]))
    op.add_column("reference_cells", sa.Column("elsewhere_id", sa.Text))
    op.add_column("reference_cells", sa.Column("elsewhere_case", sa.Text))
    op.execute(
        "UPDATE reference_cells SET elsewhere_id = '', elsewhere_case = case_number, case_number = '' "
        "WHERE case_number <> '' AND NOT EXISTS (SELECT 1 FROM images WHERE images.sha256 = reference_cells.source_sha256 "
        "AND CAST(images.case_id AS TEXT) = reference_cells.case_number)"
    )
