package dev.carbide.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that is deep, long or strange is planned or refused with an SqlException, never anything else. */
class HostileInputTest {
    private static final SqlSession SESSION = TpchTables.session();

    private static String refusal(String sql) {
        return assertThrows(SqlException.class, () -> SESSION.plan(sql)).problem();
    }

    @Test
    void deepParentheses() {
        SESSION.plan("select " + "(".repeat(290) + "1" + ")".repeat(290));
        assertEquals(
                "more than 300 levels of nesting", refusal("select " + "(".repeat(50_000) + "1" + ")".repeat(50_000)));
    }

    @Test
    void deepPrefixes() {
        SESSION.plan("select " + "not ".repeat(250) + "true");
        assertEquals("more than 300 levels of nesting", refusal("select " + "- ".repeat(10_000) + "1"));
    }

    @Test
    void deepDerivedTables() {
        String sql = "select * from " + "(select * from ".repeat(100) + "nation" + ")".repeat(100);
        assertEquals(
                "Scan nation [n_nationkey, n_name, n_regionkey, n_comment]\n",
                SESSION.plan(sql).toTree());
    }

    @Test
    void longChainsOfOperators() {
        SESSION.plan("select n_nationkey" + " + 1".repeat(400) + " from nation");
        assertEquals(
                "expressions are nested more than 500 deep",
                refusal("select n_nationkey" + " + 1".repeat(3_000) + " from nation"));
        assertEquals(
                "more than 5000 operators in one expression",
                refusal("select n_nationkey" + " + 1".repeat(50_000) + " from nation"));
    }

    @Test
    void longChainsOfConditions() {
        String conditions = IntStream.range(0, 1_000)
                .mapToObj(number -> "n_regionkey > " + number + " and n_name < 'a" + number + "'")
                .collect(Collectors.joining(" or "));
        assertTrue(SESSION.plan("select 1 from nation where " + conditions)
                .toTree()
                .contains("(n_regionkey > 999) AND (n_name < 'a999')"));
    }

    @Test
    void longLists() {
        String numbers = IntStream.range(0, 3_000).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        SESSION.plan("select 1 from nation where n_nationkey in (" + numbers + ")");
        assertEquals(
                5_000, SESSION.plan("select 1" + ", 1".repeat(4_999)).schema().size());
    }

    /** Each level doubles the expression when derived tables are merged. */
    @Test
    void doublingExpressions() {
        String table = "(select n_nationkey as x from nation)";
        for (int level = 0; level < 60; level++) {
            table = "(select x + x as x from " + table + ")";
        }
        assertTrue(SESSION.plan("select x from " + table).toTree().length() < 50_000);
    }

    @Test
    void longTokens() {
        assertEquals(
                1, SESSION.plan("select '" + "x".repeat(1 << 20) + "'").schema().size());
        assertEquals("a name may have up to 4096 characters", refusal("select " + "x".repeat(1 << 20)));
        assertEquals("a number may have up to 38 digits", refusal("select " + "1".repeat(1 << 20)));
        assertEquals("the comment that begins here is not closed by */", refusal("select 1 /*" + "x".repeat(1 << 20)));
    }

    @Test
    void tooMuchText() {
        assertEquals("a script may have up to 4194304 characters, got 5000000", refusal(" ".repeat(5_000_000)));
    }

    @Test
    void manyTables() {
        assertEquals(1, SESSION.plan(join(60)).schema().size());
        assertEquals("a join of more than 63 tables is not supported yet", refusal(join(70)));
    }

    private static String join(int tables) {
        return IntStream.range(1, tables)
                .mapToObj(number -> " join nation n" + number + " on n0.n_nationkey = n" + number + ".n_nationkey")
                .collect(Collectors.joining("", "select count(*) from nation n0", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select '\uD800'",
                "select \uDC00 from nation",
                "select \0",
                "select '\u202E' from \u202Enation",
                "select 1e-999999999, 1e999999999",
                "select date '1998-01-01' + interval '99999999' year",
                "select * from \"" + "/./././" + "\"",
                "select * from ''",
                "select 99999999999999999999999999999999999999.9",
                "with recursive t as (select 1 union all select 1 from t) select * from t",
                "select * from nation limit -1",
                "select * from nation offset x",
                "explain",
                "explain analyze",
                "explain plan for",
                "select",
                ")",
                "select (select (select n_name))",
            })
    void strangeTexts(String sql) {
        refusal(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFFselect 1",
                "select 'żółć😀' as \"😀\"",
                "select 'a\0b'",
                "select 1 -- \u202E",
                "select\t1\r\n"
            })
    void unusualButRight(String sql) {
        assertEquals(1, SESSION.plan(sql).schema().size());
    }

    /** Pieces of SQL in any order. */
    @Property(tries = 200)
    void anythingElse(
            @ForAll
                    @StringLength(max = 60)
                    @Chars({'(', ')', '\'', '"', ',', ';', '*', '-', '/', '\n', 'a', '1', '.', 'é'})
                    String noise) {
        for (String sql : new String[] {noise, "select " + noise, "select * from nation where " + noise}) {
            try {
                SESSION.plan(sql);
            } catch (SqlException expected) {
                assertTrue(expected.line() >= 1 && expected.column() >= 1);
            }
        }
    }
}
