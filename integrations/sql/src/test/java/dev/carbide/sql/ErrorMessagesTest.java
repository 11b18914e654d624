package dev.carbide.sql;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every error points at its place and says in the user's terms what is wrong there. */
class ErrorMessagesTest {
    private static SqlException error(String sql) {
        try (SqlSession session = TpchTables.session()) {
            return assertThrows(SqlException.class, () -> session.plan(sql));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select * from lineitems | 1 | 15 | there is no table lineitems; did you mean lineitem?",
                "select l_orderky from lineitem | 1 | 8 | there is no column l_orderky; did you mean l_orderkey?",
                "select l.l_orderky from lineitem l | 1 | 10 | there is no column l_orderky in l; did you mean"
                        + " l_orderkey?",
                "select foo(1) | 1 | 8 | there is no function foo",
                "select uper(n_name) from nation | 1 | 8 | there is no function uper; did you mean UPPER?",
                "select l_orderkey form lineitem | 1 | 24 | unexpected 'lineitem'",
                "select 1 from | 1 | 10 | the statement ends after 'from'",
                "select 1 + | 1 | 10 | the statement ends after '+'",
                "select (1 + 2 | 1 | 14 | unexpected end of the statement",
                "select n_name from nation where n_name > 5 | 1 | 33 | cannot apply '>' to arguments of type"
                        + " '<VARCHAR> > <INTEGER>'.",
                "select 'abc | 1 | 8 | the string that begins here is not closed by a single quote",
                "select \"abc from t | 1 | 8 | the quoted name that begins here is empty or not closed by a double"
                        + " quote",
                "select 1 /* never closed | 1 | 10 | the comment that begins here is not closed by */",
                "select # from nation | 1 | 8 | unexpected character '#'",
                "lineitem | 1 | 1 | a query is expected here",
                "select n_name, count(*) from nation | 1 | 8 | expression 'n_name' is not being grouped",
                "select n_name from nation order by 7 | 1 | 36 | ordinal out of range",
                "select n_nationkey from nation n1, nation n2 | 1 | 8 | column 'n_nationkey' is ambiguous",
                "select date '1998-13-01' | 1 | 8 | illegal DATE literal '1998-13-01': not in format 'yyyy-MM-dd'",
                "select 1e400 | 1 | 8 | this number is too large for a DOUBLE",
            })
    void pointsAtThePlace(String sql, int line, int column, String problem) {
        SqlException error = error(sql);
        assertAll(
                () -> assertEquals(problem, error.problem()),
                () -> assertEquals(line, error.line(), "line"),
                () -> assertEquals(column, error.column(), "column"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select * from nation left join region on n_regionkey = r_regionkey | 27 | LEFT JOIN",
                "select * from nation full outer join region on n_regionkey = r_regionkey | 33 | FULL JOIN",
                "select 1 from nation, region | 23 | a join of region without an equality between its columns and"
                        + " those of the other tables",
                "select 1 from nation cross join region | 33 | a join of region without an equality between its"
                        + " columns and those of the other tables",
                "select 1 from nation join region on n_regionkey < r_regionkey | 27 | a join of region without an"
                        + " equality between its columns and those of the other tables",
                "select n_name from nation union select r_name from region | 1 | UNION",
                "select rank() over (order by n_name) from nation | 8 | a window function",
                "select n_regionkey, count(*) from nation group by rollup(n_regionkey) | 51 | ROLLUP",
                "select ? from nation | 8 | a parameter",
                "select n_name from nation where n_regionkey not in (select r_regionkey from region) | 53 | a LEFT"
                        + " OUTER JOIN",
                "select (select max(r_name) from region) from nation | 8 | a LEFT OUTER JOIN",
                "select rand() from nation | 8 | the function RAND",
                "select stddev_pop(n_nationkey) from nation | 1 | the aggregate STDDEV_POP",
            })
    void saysWhatIsNotSupported(String sql, int column, String what) {
        SqlException error = error(sql);
        assertAll(
                () -> assertEquals(what + " is not supported yet", error.problem()),
                () -> assertEquals(column, error.column(), "column"));
    }

    @ParameterizedTest
    @CsvSource({
        "insert into nation values (1), insert",
        "delete from nation, delete",
        "update nation set n_name = 'x', update"
    })
    void onlyQueries(String sql, String statement) {
        assertEquals(statement + " statements are not supported yet", error(sql).problem());
    }

    @Test
    void showsTheLineWithACaret() {
        SqlException error = error("select *\nfrom nation\nwhere\tn_nam = 'ü'\n  and true");
        assertEquals("""
            line 3, column 7: there is no column n_nam; did you mean n_name?
            where n_nam = 'ü'
                  ^\
            """, error.getMessage());
    }

    @Test
    void countsLinesOfAScript() {
        try (SqlSession session = TpchTables.session()) {
            Statement second =
                    session.parse("select 1;\n\n  select x;\nselect 3").get(1);
            SqlException error = assertThrows(SqlException.class, () -> session.plan(second));
            assertAll(() -> assertEquals(3, error.line()), () -> assertEquals(10, error.column()));
        }
    }

    @Test
    void shortensLongLines() {
        SqlException error = error("select '" + "x".repeat(5_000) + "', nothing, '" + "y".repeat(5_000) + "'");
        String[] lines = error.getMessage().split("\n");
        assertAll(
                () -> assertEquals(3, lines.length),
                () -> assertEquals("…" + "x".repeat(67) + "', nothing, '" + "y".repeat(60) + "…", lines[1]),
                () -> assertEquals(lines[1].indexOf("nothing"), lines[2].indexOf('^')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select n_name + 1 from nation",
                "select n_name from nation where n_name > 5",
                "select sum(n_name) from nation",
                "select case when n_nationkey = 1 then 'x' else 2 end from nation",
                "select upper(n_nationkey) from nation",
                "select n_name from nation where n_name",
                "select substring(n_nationkey from 1 for 2) from nation",
                "select n_name from nation where n_name in (1, 2)",
                "select n_name from nation where n_name between 1 and 2",
                "select cast(1 as decimal(99, 3))",
                "select cast(1 as decimal(3, 4))",
                "select cast(1 as decimal(39))",
                "select cast(n_name as map<int, int>) from nation",
            })
    void typesAreChecked(String sql) {
        SqlException error = error(sql);
        assertAll(
                () -> assertFalse(error.problem().contains("org."), error::getMessage),
                () -> assertFalse(error.problem().contains("Exception"), error::getMessage),
                () -> assertEquals(1, error.line()));
    }
}
