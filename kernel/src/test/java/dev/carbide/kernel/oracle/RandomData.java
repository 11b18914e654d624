package dev.carbide.kernel.oracle;

import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The values of one random case: most come from a small pool per type, so that tables have keys in common. */
final class RandomData {
    private static final int POOL = 12;
    private static final List<String> NAMES = List.of(
            "count",
            "tuple",
            "batch",
            "rows0",
            "rows",
            "row",
            "sink",
            "keys1",
            "metrics",
            "class",
            "int",
            "Straße",
            "a \"quoted\" name",
            "tab\tand\nline",
            "*/ } \\u000a System.exit(1);",
            "${x}",
            "",
            "groups",
            "aggregate",
            "result",
            "dictionaries",
            "Batch",
            "Columns",
            "RawMemory",
            "java",
            "kept",
            "passed",
            "byCode",
            "unequal",
            "0day",
            "value",
            "valueValid",
            "a name so long that nobody would ever want to write it into a query, but who knows what users do");

    private final Random random;
    private final boolean tame;
    private final boolean withNulls;
    private final Map<DataType, List<Object>> pools = new HashMap<>();

    RandomData(Random random) {
        this.random = random;
        this.tame = random.nextInt(3) > 0;
        this.withNulls = random.nextInt(4) > 0;
    }

    /** Whether floating numbers can be summed up in any order. */
    boolean isTame() {
        return tame;
    }

    Object value(DataType type) {
        List<Object> pool = pools.computeIfAbsent(type, ignored -> {
            List<Object> values = new ArrayList<>();
            for (int index = 0; index < POOL; index++) {
                values.add(RandomValues.of(type, random, tame));
            }
            return values;
        });
        // the first values come more often
        return pool.get(random.nextInt(1 + random.nextInt(POOL)));
    }

    String name() {
        return random.nextInt(3) == 0 ? NAMES.get(random.nextInt(NAMES.size())) : "c" + random.nextInt(6);
    }

    /** @param preferred types that its columns should rather have than others */
    BoxedTable table(int maxRows, List<DataType> preferred) {
        List<Field> fields = new ArrayList<>();
        int columns = 2 + random.nextInt(5);
        boolean[] wide = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            DataType type = RandomExpressions.TYPES.get(random.nextInt(RandomExpressions.TYPES.size()));
            fields.add(new Field(name(), type, random.nextInt(3) > 0));
            wide[column] = random.nextInt(4) == 0;
        }
        Schema schema = new Schema(fields);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        int count = rowCount(maxRows);
        for (int row = 0; row < count; row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                DataType type = schema.type(column);
                boolean isNull = withNulls && schema.field(column).nullable() && random.nextInt(5) == 0;
                values.add(isNull ? null : wide[column] ? RandomValues.of(type, random, tame) : value(type));
            }
            rows.add(values);
        }
        return new BoxedTable(name(), schema, rows, random.nextLong());
    }

    private int rowCount(int max) {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextInt(2);
            case 1, 2, 3 -> random.nextInt(Math.min(max, 40));
            case 4 -> 50;
            case 5 -> max;
            default -> random.nextInt(Math.min(max, 300));
        };
    }
}
