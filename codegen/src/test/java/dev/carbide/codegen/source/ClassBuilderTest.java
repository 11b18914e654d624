package dev.carbide.codegen.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.codegen.compile.Operation;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.type.DataType;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassBuilderTest {
    private final ClassBuilder type = new ClassBuilder("Operation", Operation.class);

    @Test
    void theWholeTextReadsAsOneClass() {
        type.header("scan -> add");
        type.header("by column L_QUANTITY");
        String limit = type.parameter(long.class, "quantity limit", 24L, DataType.decimal(15, 2));
        String name = type.parameter(byte[].class, "name", null, DataType.STRING);
        String count = type.field("long", "count", "[aggregate #2] count(*)");
        String segments = type.field(MemorySegment[].class, "segments", "");
        type.constructor().line("${segments} = new MemorySegment[2];", "segments", segments);
        var apply = type.override("long", "applyAsLong", "long operand");
        var add = type.method("private", "long", "add", "long row", "MemorySegment values")
                .comment("adds up");
        add.body().line("return ${row} + ${limit};", "row", add.parameter(0), "limit", limit);
        apply.body()
                .line("${count}++;", "count", count)
                .line("return ${add};", "add", add.call(apply.parameter(0), segments + "[0]"));
        var source = type.build();
        String expected = """
            package dev.carbide.generated;

            import dev.carbide.codegen.compile.Operation;
            import java.lang.foreign.MemorySegment;

            // operation 0123456789ab: scan -> add
            // by column L_QUANTITY
            public final class Operation0123456789ab extends Operation {
                private final long quantityLimit; // ?0 as DECIMAL(15,2)
                private final byte[] name; // ?1 as STRING
                private long count; // [aggregate #2] count(*)
                private MemorySegment[] segments;

                public Operation0123456789ab(final Object[] parameters) {
                    quantityLimit = ((Long) parameters[0]).longValue();
                    name = (byte[]) parameters[1];
                    segments = new MemorySegment[2];
                }

                public long applyAsLong(final long operand) {
                    count++;
                    return add(operand, segments[0]);
                }

                // adds up
                private long add(final long row, final MemorySegment values) {
                    return row + quantityLimit;
                }
            }
            """;
        String hash = source.className().substring("Operation".length());
        assertTrue(hash.matches("[0-9a-f]{12}"), hash);
        assertEquals(expected.replace("0123456789ab", hash), source.text());
        assertEquals("?1", type.placeholder(name));
        assertEquals(
                "[?0 = 24 as DECIMAL(15,2), ?1 = NULL as STRING]",
                source.descriptions().toString());
        assertEquals(
                source.text() + "// ?0 = 24 as DECIMAL(15,2)\n// ?1 = NULL as STRING\n", source.textWithConstants());
    }

    @Test
    void valuesDoNotShowInTheTextButStructureDoes() {
        assertEquals(comparison("<", 1L).text(), comparison("<", 99L).text());
        assertEquals(comparison("<", 1L).className(), comparison("<", 99L).className());
        assertNotEquals(comparison("<", 1L).className(), comparison("<=", 1L).className());
    }

    private static GeneratedSource comparison(String operator, long limit) {
        var type = new ClassBuilder("Operation", Operation.class);
        String field = type.parameter(long.class, "limit", limit, DataType.INT64);
        var method = type.override("long", "applyAsLong", "long operand");
        method.body()
                .comment("operand " + operator + " " + type.placeholder(field))
                .line(
                        "return ${a} ${operator} ${b} ? 1 : 0;",
                        "a",
                        method.parameter(0),
                        "operator",
                        operator,
                        "b",
                        field);
        return type.build();
    }

    @Test
    void parametersHaveTheTypeTheyAreDeclaredWith() {
        assertThrows(CarbideInternalException.class, () -> type.parameter(long.class, "a", 1, "INT64"));
        assertThrows(CarbideInternalException.class, () -> type.parameter(long.class, "a", null, "INT64"));
        assertThrows(CarbideInternalException.class, () -> type.parameter(byte[].class, "a", "text", "STRING"));
        assertThrows(CarbideInternalException.class, () -> type.placeholder("a"));
        assertEquals("a", type.parameter(Object.class, "a", "text", "STRING"));
    }

    @Test
    void membersOfTheSuperclassAreNotHiddenOrOverriddenByChance() {
        assertEquals("hashCode1", type.field("int", "hashCode", ""));
        assertEquals(
                "applyAsLong1", type.method("private", "long", "applyAsLong").name());
        assertEquals("parameters1", type.field("int", "parameters", ""));
    }

    @Test
    void aMethodIsOverriddenOnce() {
        type.override("long", "applyAsLong", "long operand");
        type.override("long", "applyAsLong", "int operand");
        assertThrows(CarbideInternalException.class, () -> type.override("long", "applyAsLong", "long other"));
    }

    @Test
    void typesAreImportedUnlessTheirNameIsTaken() {
        assertEquals("Map.Entry", type.type(Map.Entry.class));
        assertEquals("long[][]", type.type(long[][].class));
        assertEquals("String", type.type(String.class));
        assertEquals("java.util.Date", type.imports(java.sql.Date.class).type(java.util.Date.class));
        assertThrows(CarbideInternalException.class, () -> type.imports(java.util.Date.class));
        assertThrows(CarbideInternalException.class, () -> type.type(ClassBuilderTest.class));
        assertTrue(type.build().text().contains("import java.sql.Date;\nimport java.util.Map;\n"));
    }

    @Test
    void typesModifiersAndExactNamesAreNothingElse() {
        assertThrows(CarbideInternalException.class, () -> type.method("private", "long", "a", "long"));
        assertThrows(CarbideInternalException.class, () -> type.method("private", "long", "a", "List<String> rows"));
        assertThrows(CarbideInternalException.class, () -> type.method("", "long", "a"));
        assertThrows(CarbideInternalException.class, () -> type.method("private", "long a; long", "a"));
        assertThrows(CarbideInternalException.class, () -> type.override("long", "a() {} void b"));
        assertThrows(CarbideInternalException.class, () -> type.field("int a; int", "b", ""));
        assertThrows(CarbideInternalException.class, () -> new ClassBuilder("A {} class B", Object.class));
        var method = type.method("private static", "long[][]", "next", "java.util.List rows) {}");
        assertEquals("next(rows)", method.call(method.parameter(0)));
    }

    @Test
    void valuesAreShownPrintableAndBounded() {
        type.parameter(String.class, "a", "tab\t\u202eesc\u001b" + "x".repeat(200), DataType.STRING);
        type.parameter(byte[].class, "b", new byte[40], DataType.BINARY);
        type.parameter(long[].class, "c", new long[3], "INT64 list");
        var source = type.build();
        String text = source.descriptions().get(0);
        assertTrue(text.startsWith("?0 = 'tab??esc?xxx"), text);
        assertTrue(text.length() < 110, text);
        assertEquals(
                "?1 = X'" + "00".repeat(32) + "\u2026' (40 bytes) as BINARY",
                source.descriptions().get(1));
        assertEquals("?2 = array as INT64 list", source.descriptions().get(2));
    }
}
