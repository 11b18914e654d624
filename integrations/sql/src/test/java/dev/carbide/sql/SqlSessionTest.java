package dev.carbide.sql;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.sql.Statement.Kind;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SqlSessionTest {
    @Test
    void splitsScripts() {
        String script = """
            -- a comment; with a semicolon
            select 1; /* ; */ select ';' as ";";;
            explain select 2; EXPLAIN ANALYZE select 3;
            explain codegen select 4; explain plan for select 5
            """;
        try (SqlSession session = TpchTables.session()) {
            List<Statement> statements = session.parse(script);
            assertAll(
                    () -> assertEquals(
                            List.of("select 1", "select ';' as \";\"", "select 2", "select 3", "select 4", "select 5"),
                            statements.stream().map(Statement::text).toList()),
                    () -> assertEquals(
                            List.of(Kind.QUERY, Kind.QUERY, Kind.EXPLAIN, Kind.ANALYZE, Kind.CODEGEN, Kind.EXPLAIN),
                            statements.stream().map(Statement::kind).toList()));
        }
    }

    @Test
    void findsNamesInAnyCase() {
        try (SqlSession session = TpchTables.session()) {
            assertEquals(
                    "Project [n_name AS N_NAME]\n  Scan nation [n_name]\n",
                    session.plan("SELECT N_NAME FROM Nation").toTree());
            assertTrue(session.table("LINEITEM").isPresent());
        }
    }

    @Test
    void forgetsAndReplacesTables() {
        try (SqlSession session = TpchTables.session()) {
            assertEquals(8, session.tableNames().size());
            assertTrue(session.unregister("NATION"));
            assertFalse(session.unregister("nation"));
            assertThrows(SqlException.class, () -> session.plan("select * from nation"));
            session.register("nation", session.table("region").orElseThrow());
            assertEquals(
                    "Scan region [r_name]\n",
                    session.plan("select r_name from nation").toTree());
        }
    }

    @Test
    void needsOneStatement() {
        try (SqlSession session = TpchTables.session()) {
            assertEquals(
                    "a single statement is expected",
                    assertThrows(SqlException.class, () -> session.plan("select 1; select 2"))
                            .problem());
            assertEquals(
                    "there is no statement here",
                    assertThrows(SqlException.class, () -> session.plan(" -- nothing"))
                            .problem());
        }
    }

    @Test
    void plansOnManyThreads() throws Exception {
        String sql = "select n_name, count(*) from nation join region on n_regionkey = r_regionkey group by n_name";
        try (SqlSession session = TpchTables.session();
                var threads = Executors.newFixedThreadPool(4)) {
            String expected = session.plan(sql).toTree();
            List<Callable<String>> tasks = IntStream.range(0, 40)
                    .<Callable<String>>mapToObj(
                            ignored -> () -> session.plan(sql).toTree())
                    .toList();
            for (var result : threads.invokeAll(tasks)) {
                assertEquals(expected, result.get());
            }
        }
    }

    @Test
    void warmsUpWithoutATable() {
        SqlSession.preWarm();
    }
}
