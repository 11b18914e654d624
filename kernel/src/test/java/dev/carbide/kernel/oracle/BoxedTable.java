package dev.carbide.kernel.oracle;

import dev.carbide.offheap.column.Encoding;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.operators.scan.Table;
import dev.carbide.operators.scan.TableStatistics;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A table over boxed rows, each a list of values as {@link dev.carbide.codegen.expression.Literal} has them. Its batches
 * come in every shape that a source may give them, by chance: of any size, flat, constant or dictionary-encoded as
 * foretold or not, with rows that are not selected, with tight bounds or none, and without rows outside the ranges asked
 * for.
 */
final class BoxedTable implements Table {
    private final String name;
    private final Schema schema;
    private final List<List<@Nullable Object>> rows;
    private final long seed;
    private final boolean[] dictionaries;

    BoxedTable(String name, Schema schema, List<List<@Nullable Object>> rows, long seed) {
        this.name = name;
        this.schema = schema;
        this.rows = rows;
        this.seed = seed;
        Random random = new Random(seed);
        dictionaries = new boolean[schema.size()];
        for (int column = 0; column < dictionaries.length; column++) {
            dictionaries[column] = schema.type(column).isVariableLength() && random.nextBoolean();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    List<List<@Nullable Object>> rows() {
        return rows;
    }

    long seed() {
        return seed;
    }

    @Override
    public TableStatistics statistics() {
        return TableStatistics.unknown(schema.size());
    }

    @Override
    public Encoding likelyEncoding(int column) {
        return dictionaries[column] ? Encoding.DICTIONARY : Encoding.FLAT;
    }

    @Override
    public Source open(ScanRequest request) {
        return new BoxedSource(this, request);
    }
}
