package dev.carbide.sql.catalog;

import dev.carbide.operators.scan.Table;
import dev.carbide.sql.type.SqlTypes;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractTable;

/** How the validator sees a table: its columns. */
public final class CatalogTable extends AbstractTable {
    private final Table table;

    CatalogTable(Table table) {
        this.table = table;
    }

    public Table table() {
        return table;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        return SqlTypes.rowType(table.schema(), factory);
    }

    @Override
    public <C> C unwrap(Class<C> type) {
        return type.isInstance(this) ? type.cast(this) : null;
    }
}
