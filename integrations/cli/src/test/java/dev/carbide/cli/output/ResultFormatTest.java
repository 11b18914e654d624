package dev.carbide.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the formats print, and that what programs read is what was printed. */
final class ResultFormatTest {
    private static final Schema SCHEMA = Schema.of(
            Field.required("id", DataType.INT64),
            Field.optional("price", DataType.decimal(15, 2)),
            Field.optional("day", DataType.DATE),
            Field.optional("text", DataType.STRING));
    private static final Schema TEXTS = Schema.of(
            Field.optional("a", DataType.STRING),
            Field.optional("b", DataType.STRING),
            Field.optional("c", DataType.STRING));
    private static final @Nullable Object[][] ROWS = {
        {1L, new BigDecimal("1234567890123.40"), (int) LocalDate.of(1998, 12, 1).toEpochDay(), "plain"},
        {-20L, null, null, "a,\"b\"\tc\\\n"},
        {3L, new BigDecimal("0.05"), 0, ""},
        {4L, null, null, null},
    };

    private static String print(ResultFormat format, Schema schema, @Nullable Object[]... rows) throws IOException {
        StringBuilder text = new StringBuilder();
        RowPrinter printer = format.printer(text);
        printer.begin(schema);
        for (@Nullable Object[] row : rows) {
            printer.row(row);
        }
        printer.end();
        return text.toString();
    }

    @Test
    void csv() throws IOException {
        assertEquals("""
            id,price,day,text
            1,1234567890123.40,1998-12-01,plain
            -20,,,"a,""b""\tc\\
            "
            3,0.05,1970-01-01,""
            4,,,
            """, print(ResultFormat.CSV, SCHEMA, ROWS));
    }

    @Test
    void tsv() throws IOException {
        assertEquals("""
            id|price|day|text
            1|1234567890123.40|1998-12-01|plain
            -20|\\N|\\N|a,"b"\\tc\\\\\\n
            3|0.05|1970-01-01|_
            4|\\N|\\N|\\N
            """.replace('|', '\t').replace("_", ""), print(ResultFormat.TSV, SCHEMA, ROWS));
    }

    @Test
    void json() throws IOException {
        assertEquals("""
            [
            {"id": 1, "price": 1234567890123.40, "day": "1998-12-01", "text": "plain"},
            {"id": -20, "price": null, "day": null, "text": "a,\\"b\\"\\tc\\\\\\n"},
            {"id": 3, "price": 0.05, "day": "1970-01-01", "text": ""},
            {"id": 4, "price": null, "day": null, "text": null}
            ]
            """, print(ResultFormat.JSON, SCHEMA, ROWS));
        assertEquals("[\n]\n", print(ResultFormat.JSON, SCHEMA));
        assertEquals("\"\\ud800 \\u0000 \uD83D\uDE00\"", JsonText.of("\ud800 \u0000 \uD83D\uDE00"));
    }

    @Test
    void table() throws IOException {
        assertEquals(
                """
                 id             price  day         text
                ---  ----------------  ----------  -------------
                  1  1234567890123.40  1998-12-01  plain
                -20              NULL  NULL        a,"b"\\tc\\\\\\n
                  3              0.05  1970-01-01
                  4              NULL  NULL        NULL
                (4 rows)
                """.replace("\\\\\\n", "\\\\n").replace("-------------\n", "-----------\n"),
                print(ResultFormat.TABLE, SCHEMA, ROWS));
    }

    @Test
    void longTablesArePrintedAsTheyCome() throws IOException {
        StringBuilder text = new StringBuilder();
        RowPrinter printer = ResultFormat.TABLE.printer(text);
        printer.begin(Schema.of(Field.required("n", DataType.INT64)));
        for (long row = 0; row < 1001; row++) {
            printer.row(new Object[] {row});
        }
        assertEquals(1003, text.toString().lines().count());
        printer.end();
        assertEquals("(1,001 rows)", text.toString().lines().toList().getLast());
    }

    @Test
    void jsonKeysAreUnique() throws IOException {
        Field number = Field.required("n", DataType.INT64);
        assertEquals(
                "[\n{\"n\": 1, \"n_3\": 2, \"n_2\": 3}\n]\n",
                print(
                        ResultFormat.JSON,
                        Schema.of(number, number, Field.required("n_2", DataType.INT64)),
                        new Object[] {1L, 2L, 3L}));
    }

    @Test
    void valuesLoseNothing() {
        assertEquals("1969-12-31 23:59:59.999999", ValueText.of(DataType.TIMESTAMP, -1L));
        assertEquals("2000-02-29 12:00:00Z", ValueText.of(DataType.TIMESTAMP_UTC, 951_825_600_000_000L));
        assertEquals("00ff10", ValueText.of(DataType.BINARY, new byte[] {0, -1, 16}));
        assertEquals("0.0000000001", ValueText.of(DataType.decimal(38, 10), new BigDecimal("1E-10")));
        assertEquals("-0.0", ValueText.of(DataType.FLOAT64, -0.0));
        assertEquals("true", ValueText.of(DataType.BOOLEAN, true));
    }

    @Property(tries = 300)
    void csvReadsBack(@ForAll("rows") List<List<@Nullable String>> rows) throws IOException {
        List<List<@Nullable String>> read = CsvReader.read(print(ResultFormat.CSV, TEXTS, arrays(rows)));
        assertEquals(List.of("a", "b", "c"), read.getFirst());
        assertEquals(rows, read.subList(1, read.size()));
        assertEquals(rows, CsvReader.read(records(rows)));
    }

    @Property(tries = 300)
    void tsvReadsBack(@ForAll("rows") List<List<@Nullable String>> rows) throws IOException {
        List<List<@Nullable String>> read = new ArrayList<>();
        for (String line : print(ResultFormat.TSV, TEXTS, arrays(rows)).split("\n", -1)) {
            read.add(Arrays.stream(line.split("\t", -1))
                    .map(ResultFormatTest::unescape)
                    .toList());
        }
        assertEquals(List.of("a", "b", "c"), read.getFirst());
        assertEquals(List.of(""), read.getLast());
        assertEquals(rows, read.subList(1, read.size() - 1));
    }

    @Provide
    Arbitrary<List<List<@Nullable String>>> rows() {
        Arbitrary<String> texts = Arbitraries.strings()
                .withChars(",\"'\n\r\t\\N nabä€\u0000\u2028")
                .ofMaxLength(6)
                .injectNull(0.2);
        return texts.list().ofSize(3).list().ofMaxSize(5);
    }

    private static @Nullable Object[][] arrays(List<List<@Nullable String>> rows) {
        return rows.stream().map(row -> row.toArray(new Object[0])).toArray(Object[][]::new);
    }

    private static String records(List<List<@Nullable String>> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(CsvText.record(row)));
        return text.toString();
    }

    private static @Nullable String unescape(String value) {
        if (value.equals("\\N")) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < value.length(); index++) {
            char c = value.charAt(index);
            if (c == '\\') {
                index++;
                c = switch (value.charAt(index)) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case '\\' -> '\\';
                    default -> throw new AssertionError("unknown escape in " + value);
                };
            }
            text.append(c);
        }
        return text.toString();
    }
}
