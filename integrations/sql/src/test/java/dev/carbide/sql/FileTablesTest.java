package dev.carbide.sql;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.operators.scan.Table;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A quoted path in FROM stands for a file; the same text elsewhere is just text. */
class FileTablesTest {
    private final List<String> opened = new ArrayList<>();

    private Table open(String path) {
        if (path.contains("missing")) {
            throw new CarbideException("No such file or directory: '" + path + "'");
        }
        opened.add(path);
        return TpchTables.all().getFirst();
    }

    private String plan(String sql) {
        try (SqlSession session = SqlSession.planner(this::open)) {
            TpchTables.all().forEach(table -> session.register(table.name(), table));
            return session.plan(sql).toTree();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select count(*) from 'dir/part.parquet' | dir/part.parquet",
                "select count(*) from \"dir/part.parquet\" | dir/part.parquet",
                "select t.r_name from 'dir/part-*.parquet' as t | dir/part-*.parquet",
                "select t.r_name from 'it''s.parquet' t | it's.parquet",
                "select a.r_name from nation, 'a.parquet' a where a.r_regionkey = n_regionkey | a.parquet",
                "select a.r_name from nation join 'a.parquet' a on a.r_regionkey = n_regionkey and a.r_name <> 'b.c' |"
                        + " a.parquet",
                "select * from (select r_name from 'a.parquet') where r_name in ('x.y', 'z.w') | a.parquet",
                "with f as (select * from 'a.parquet') select r_name, 'b.c' from f | a.parquet",
                "select 'x.y' from 'a.parquet' where r_name like 'b.%' order by 1 | a.parquet",
                "select trim(both 'x' from r_name), extract(year from date '1995-01-01') from 'a.parquet' | a.parquet",
                "select substring('abc.def' from 2 for 3) from 'a.parquet' | a.parquet",
                "select r_name is distinct from 'b.c' from 'a.parquet' | a.parquet",
                "select 1 from nation where n_regionkey in (select r_regionkey from 'a.parquet') | a.parquet",
            })
    void opensWhatStandsInFrom(String sql, String path) {
        plan(sql);
        assertEquals(List.of(path), opened.stream().distinct().toList());
    }

    @Test
    void registeredTablesComeFirst() {
        assertEquals("Scan nation [n_name]\n", plan("select n_name from 'nation'"));
        assertEquals(List.of(), opened);
    }

    @Test
    void pointsAtAMissingFile() {
        SqlException error =
                assertThrows(SqlException.class, () -> plan("select *\nfrom nation,\n  'missing/x.parquet' x"));
        assertAll(
                () -> assertEquals("No such file or directory: 'missing/x.parquet'", error.problem()),
                () -> assertEquals(3, error.line()),
                () -> assertEquals(3, error.column()));
    }
}
