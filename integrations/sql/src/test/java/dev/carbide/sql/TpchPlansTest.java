package dev.carbide.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans of TPC-H queries over tables of scale 1 are kept in golden files; {@code -Dgolden.update=true} writes them anew. */
class TpchPlansTest {
    private static final Path QUERIES = Path.of("../cli/src/main/resources/dev/carbide/cli/tpch");
    private static final Path GOLDEN = Path.of("src/test/resources/golden/plans");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 17, 18, 19, 20})
    void plans(int query) throws IOException {
        String sql = Files.readString(QUERIES.resolve("q" + query + ".sql"));
        Path golden = GOLDEN.resolve("q" + query + ".txt");
        try (SqlSession session = TpchTables.session()) {
            String plan = session.plan(sql).toTree();
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(GOLDEN);
                Files.writeString(golden, plan);
            }
            assertEquals(Files.readString(golden), plan, "Plan of query " + query);
        }
    }

    /** Those that need operators to come are refused, with the place that asks for them. */
    @ParameterizedTest
    @ValueSource(ints = {11, 13, 16, 21, 22})
    void refused(int query) throws IOException {
        String sql = Files.readString(QUERIES.resolve("q" + query + ".sql"));
        try (SqlSession session = TpchTables.session()) {
            SqlException refusal =
                    org.junit.jupiter.api.Assertions.assertThrows(SqlException.class, () -> session.plan(sql));
            org.junit.jupiter.api.Assertions.assertTrue(
                    refusal.problem().endsWith(" is not supported yet"), refusal.getMessage());
        }
    }
}
