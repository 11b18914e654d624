package dev.carbide.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.kernel.Kernel;
import dev.carbide.kernel.ResultStream;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BoxedValues;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.cache.CachedTable;
import dev.carbide.operators.scan.MemoryTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CACHE TABLE and its like: what they do, what they answer, and what they refuse. */
class CacheStatementsTest {
    private final Kernel kernel = Kernel.builder().memory(64 << 20).workers(2).build();
    private final SqlSession session = SqlSession.of(kernel);
    private MemoryTable table;
    private MemoryPool pool;

    @BeforeEach
    void registerTable() {
        pool = kernel.memoryPool().child("tables");
        Schema schema = Schema.of(Field.required("id", DataType.INT64), Field.optional("word", DataType.STRING));
        try (MemoryTable.Builder builder = MemoryTable.builder("memory", schema, pool, kernel.pages())) {
            for (long id = 0; id < 5000; id++) {
                builder.appendRow(id, id % 3 == 0 ? null : "word " + id % 7);
            }
            table = builder.build();
        }
        session.register("Words", table);
    }

    @AfterEach
    void close() {
        session.close();
        table.close();
        pool.close();
        assertEquals(0, kernel.spillUsage().files());
        kernel.close();
    }

    private List<String> run(String sql) {
        try (ResultStream result = session.query(sql).execute()) {
            List<String> rows = new ArrayList<>();
            for (Batch batch = result.next(); batch != null; batch = result.next()) {
                for (int at = 0; at < batch.selectedCount(); at++) {
                    rows.add(row(batch, batch.selection() == null ? at : batch.selection()[at]));
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

    @Test
    void queriesUseTheCachedTable() {
        List<String> expected = run("select word, count(*), sum(id) from words group by word order by word");
        assertEquals(List.of("5000"), run("CACHE TABLE words -- at once"));
        assertInstanceOf(CachedTable.class, session.table("WORDS").orElseThrow());
        assertEquals(expected, run("select word, count(*), sum(id) from words group by word order by word"));
        String shown = run("show cache").getFirst();
        assertTrue(shown.startsWith("Words,MEMORY_AND_DISK,1.0,"), shown);
        assertTrue(shown.endsWith(",0,2,2,0"), shown);
        run("uncache table \"words\"");
        assertSame(table, session.table("words").orElseThrow());
        assertEquals(List.of(), run("show cache"));
        assertEquals(expected, run("select word, count(*), sum(id) from words group by word order by word"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cache lazy table Words options (storageLevel = memory_only_ser)",
                "cache lazy table \"words\" options ('storageLevel' 'MEMORY_ONLY_SER')",
                "cache /* nothing yet */ lazy table words options (STORAGELEVEL \"Memory_Only_Ser\")"
            })
    void lazilyByTheFirstPass(String sql) {
        assertEquals(List.of("Words,MEMORY_ONLY_SER,0.0,0,0,0,0,0"), run(sql));
        assertEquals(List.of("12497500"), run("select sum(id) from words"));
        assertTrue(run("show cache").getFirst().startsWith("Words,MEMORY_ONLY_SER,0.5,"));
    }

    @Test
    void unregisteringUncaches() {
        run("cache lazy table words");
        session.unregister("words");
        assertEquals(List.of(), run("show cache"));
        assertEquals(List.of(), kernel.cacheStatistics());
        assertEquals(List.of(), run("uncache table if exists words"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cache table word | 1 | 13 | there is no table 'word'; did you mean Words?",
                "uncache table words | 1 | 15 | table Words is not cached",
                "uncache table wrods | 1 | 15 | there is no table 'wrods'; did you mean Words?",
                "cache table 'a.parquet' | 1 | 13 | a table is cached by its name; a file must be registered by a name"
                        + " before",
                "cache table words options (level = x) | 1 | 28 | there is no option 'level' for a cached table,"
                        + " expected storageLevel",
                "cache table words options (storageLevel = disk) | 1 | 43 | there is no storage level 'disk', expected"
                        + " one of MEMORY_ONLY, MEMORY_AND_DISK, DISK_ONLY, MEMORY_ONLY_SER, MEMORY_AND_DISK_SER",
                "cache table words options (storageLevel = disk_only, storageLevel = disk_only) | 1 | 54 | option"
                        + " storageLevel is given twice",
                "cache table words options | 1 | 26 | unexpected end of the statement, expected (",
                "cache words | 1 | 7 | unexpected 'words', expected TABLE",
                "cache table | 1 | 12 | unexpected end of the statement, expected the name of a table",
                "cache table (x) | 1 | 13 | unexpected '(', expected the name of a table",
                "show tables | 1 | 6 | unexpected 'tables', expected CACHE",
                "show cache x | 1 | 12 | unexpected 'x', expected the end of the statement",
            })
    void refuses(String sql, int line, int column, String problem) {
        SqlException error = assertThrows(SqlException.class, () -> session.query(sql));
        assertEquals(problem, error.problem());
        assertEquals(line, error.line());
        assertEquals(column, error.column());
    }

    @Test
    void refusesToCacheTwice() {
        run("cache lazy table words");
        SqlException error = assertThrows(SqlException.class, () -> session.query("cache\ntable words"));
        assertEquals("table Words is cached already; UNCACHE TABLE Words first", error.problem());
        assertEquals(2, error.line());
        assertEquals(7, error.column());
        SqlException plan = assertThrows(SqlException.class, () -> session.plan("show cache"));
        assertEquals("this statement has no plan", plan.problem());
    }

    @Test
    void scriptsMixCommandsAndQueries() {
        List<Statement> statements = session.parse("cache table words; select 1; show cache;");
        assertEquals(
                List.of(Statement.Kind.COMMAND, Statement.Kind.QUERY, Statement.Kind.COMMAND),
                statements.stream().map(Statement::kind).toList());
    }
}
