package dev.carbide.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.carbide.kernel.Kernel;
import dev.carbide.kernel.ResultStream;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BoxedValues;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small queries all the way to rows, over VALUES. */
class ExecutionTest {
    private static List<String> run(String sql) {
        try (Kernel kernel = Kernel.builder().memory(64 << 20).workers(2).build();
                SqlSession session = SqlSession.of(kernel);
                ResultStream result = session.query(sql).execute()) {
            List<String> rows = new ArrayList<>();
            for (Batch batch = result.next(); batch != null; batch = result.next()) {
                for (int index = 0; index < batch.selectedCount(); index++) {
                    rows.add(row(batch, batch.selection() == null ? index : batch.selection()[index]));
                }
            }
            return rows;
        }
    }

    private static String row(Batch batch, int row) {
        return IntStream.range(0, batch.columnCount())
                .mapToObj(column -> String.valueOf(BoxedValues.get(batch.column(column), row)))
                .collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select 1 + 1, 'x', cast(null as integer), 0.05 * 2 | 2,x,null,0.10",
                "select x, y from (values (1, 'a'), (2, 'bcd')) as t (x, y) where x > 1 | 2,bcd",
                "select sum(x), count(*), avg(x) from (values (1), (2), (null)) as t (x) | 3,3,1.5",
                "select count(*) from (values (1), (2)) as t (x) where x > 5 | 0",
                "select a.x, b.y from (values (1), (2)) a (x) join (values (2, 'two')) b (x, y) on a.x = b.x | 2,two",
                "select count(distinct x), sum(y), count(*) from (values (1, 10), (1, 20), (2, 30)) t (x, y) | 2,60,3",
                "select x from (values (3), (1), (2)) t (x) order by x desc limit 1 offset 1 | 2",
                "select sum(x) filter (where y = 'a'), count(*) filter (where y = 'b') from (values (1, 'a'), (2,"
                        + " 'b'), (3, 'a')) t (x, y) | 4,1",
                "select date '1998-12-01' - interval '90' day, date '1996-01-31' + interval '1' month | 10471,9555",
                "select case when x = 1 then 'one' when x = 2 then 'two' end from (values (2)) t (x) | two",
                "select coalesce(x, 7) from (values (cast(null as integer))) t (x) | 7",
                "select 7 / 2, 7 % 4, -7 / 2, 1.00 / 3 | 3,3,-3,0.333333",
            })
    void runs(String sql, String row) {
        assertEquals(List.of(row), run(sql));
    }

    @Test
    void readsManyRowsInBatches() {
        String rows =
                IntStream.range(0, 5_000).mapToObj(number -> "(" + number + ")").collect(Collectors.joining(", "));
        assertEquals(List.of("12497500,5000"), run("select sum(x), count(*) from (values " + rows + ") t (x)"));
    }

    @Test
    void keepsCompiledQueries() {
        try (Kernel kernel = Kernel.builder().memory(64 << 20).workers(1).build();
                SqlSession session = SqlSession.of(kernel)) {
            assertSame(session.query("select 1"), session.query("select 1"));
        }
    }
}
