package dev.carbide.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import dev.carbide.operators.scan.ScanRequest;
import dev.carbide.operators.scan.Source;
import dev.carbide.operators.scan.Table;
import dev.carbide.operators.scan.TableStatistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types of results; those of decimals are Spark's. */
class TypeRulesTest {
    private static final Schema SCHEMA = Schema.of(
            Field.required("i8", DataType.INT8),
            Field.required("i16", DataType.INT16),
            Field.required("i32", DataType.INT32),
            Field.required("i64", DataType.INT64),
            Field.required("f32", DataType.FLOAT32),
            Field.required("f64", DataType.FLOAT64),
            Field.required("d15", DataType.decimal(15, 2)),
            Field.required("d38", DataType.decimal(38, 10)),
            Field.required("d20", DataType.decimal(20, 15)),
            Field.required("day", DataType.DATE),
            Field.required("ts", DataType.TIMESTAMP),
            Field.required("s", DataType.STRING),
            Field.optional("o", DataType.INT32),
            Field.required("b", DataType.BOOLEAN));

    private record Values() implements Table {
        @Override
        public String name() {
            return "t";
        }

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public TableStatistics statistics() {
            return TableStatistics.unknown(SCHEMA.size());
        }

        @Override
        public Source open(ScanRequest request) {
            throw new UnsupportedOperationException("a table without data");
        }
    }

    private static Field field(String expression) {
        try (SqlSession session = TpchTables.session()) {
            session.register("t", new Values());
            return session.plan("select " + expression + " from t").schema().field(0);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 | INT32",
                "3000000000 | INT64",
                "12345678901234567890 | DECIMAL(20,0)",
                "0.05 | DECIMAL(2,2)",
                "-0.05 | DECIMAL(2,2)",
                "007.50 | DECIMAL(3,2)",
                "1.5e3 | FLOAT64",
                "'abc' | STRING",
                "date '1995-01-01' | DATE",
                "timestamp '1995-01-01 10:00:00.123456' | TIMESTAMP",
                "true | BOOLEAN",
            })
    void literals(String expression, String type) {
        assertEquals(type, field(expression).type().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "d15 + d15 | DECIMAL(16,2)",
                "d15 - 1 | DECIMAL(16,2)",
                "d15 * 2 | DECIMAL(17,2)",
                "d15 * (i32 + 2) | DECIMAL(26,2)",
                "d15 * (2 + 3) | DECIMAL(26,2)",
                "1.00 / 3 | DECIMAL(7,6)",
                "d15 / 100 | DECIMAL(19,6)",
                "1 + i8 | INT32",
                "1 - d15 | DECIMAL(16,2)",
                "d15 * d15 | DECIMAL(31,4)",
                "d15 * (1 - d15) | DECIMAL(32,4)",
                "d15 * (1 - d15) * (1 + d15) | DECIMAL(38,6)",
                "d15 / d15 | DECIMAL(33,18)",
                "d15 % 7.25 | DECIMAL(3,2)",
                "d38 + d38 | DECIMAL(38,9)",
                "d38 * d38 | DECIMAL(38,6)",
                "d38 / d38 | DECIMAL(38,6)",
                "d20 * d20 | DECIMAL(38,27)",
                "d15 + 0.05 | DECIMAL(16,2)",
                "d15 + f64 | FLOAT64",
                "i32 / 2 | INT32",
                "i32 / i64 | INT64",
                "i32 + i64 | INT64",
                "i8 + i8 | INT8",
                "f32 * 2 | FLOAT32",
                "i64 * 1.5 | DECIMAL(22,1)",
                "-d15 | DECIMAL(15,2)",
                "case when b then d15 else 0 end | DECIMAL(15,2)",
                "case when b then i64 else d15 end | DECIMAL(21,2)",
                "case when b then 'a' else 'bcd' end | STRING",
                "coalesce(o, 1) | INT32",
            })
    void arithmetic(String expression, String type) {
        assertEquals(type, field(expression).type().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sum(d15) | DECIMAL(25,2)",
                "sum(d38) | DECIMAL(38,10)",
                "sum(d15 * (1 - d15)) | DECIMAL(38,4)",
                "avg(d15) | DECIMAL(19,6)",
                "avg(d38) | DECIMAL(38,14)",
                "sum(i8) | INT64",
                "sum(i64) | INT64",
                "sum(f32) | FLOAT64",
                "avg(i32) | FLOAT64",
                "avg(f64) | FLOAT64",
                "count(*) | INT64",
                "min(d15) | DECIMAL(15,2)",
                "max(s) | STRING",
                "100.00 * sum(case when b then d15 else 0 end) / sum(d15) | DECIMAL(38,9)",
            })
    void aggregates(String expression, String type) {
        assertEquals(type, field(expression).type().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "i32 | false",
                "o | true",
                "o + 1 | true",
                "coalesce(o, 1) | false",
                "case when b then 1 end | true",
                "sum(i32) | true",
                "count(o) | false",
                "o is null | false",
            })
    void nullability(String expression, boolean nullable) {
        assertEquals(nullable, field(expression).nullable());
    }
}
