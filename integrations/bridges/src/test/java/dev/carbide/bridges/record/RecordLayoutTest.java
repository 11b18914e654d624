package dev.carbide.bridges.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.DataType;
import java.math.BigInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Fields that do not fit are refused when they are described. */
class RecordLayoutTest {
    @Test
    void fieldsLieInsideTheRecord() {
        assertRefused(
                "Field x must lie inside the 16 bytes of its record, got offset 9 and 8 bytes",
                layout -> layout.field("x", DataType.INT64, 9));
        assertRefused(
                "Field x must lie inside the 16 bytes of its record, got offset -1 and 4 bytes",
                layout -> layout.field("x", DataType.INT32, -1));
        assertRefused(
                "Field x must lie inside the 16 bytes of its record, got offset 12 and 8 bytes",
                layout -> layout.reference("x", DataType.STRING, 12));
        assertRefused(
                "Field x must lie inside the 16 bytes of its record, got offset 0 and 2147483647 bytes",
                layout -> layout.text("x", 0, Integer.MAX_VALUE));
        assertRefused(
                "Field x must lie inside the 16 bytes of its record, got offset 4 and 0 bytes",
                layout -> layout.text("x", 4, 0));
    }

    @Test
    void typesFitTheirForm() {
        assertRefused(
                "Field x must have a type of fixed width, got STRING: use text or reference",
                layout -> layout.field("x", DataType.STRING, 0));
        assertRefused(
                "Field x must be STRING or BINARY to lie elsewhere in its record, got INT64",
                layout -> layout.reference("x", DataType.INT64, 0));
        assertRefused("Unsigned field x must have 1, 2, 4 or 8 bytes, got 3", layout -> layout.unsigned("x", 0, 3));
    }

    @Test
    void valuesForNullFitTheirType() {
        assertRefused(
                "NULL of field x must be a number of 8 bits, signed, got 128",
                layout -> layout.nullable("x", DataType.INT8, 0, 128));
        assertRefused(
                "NULL of field x must be a number of 16 bits without sign, got 65536",
                layout -> layout.nullableUnsigned("x", 0, 2, 65_536));
        assertRefused(
                "NULL of field x must be a number of 64 bits, got 9223372036854775808",
                layout -> layout.nullable("x", DataType.decimal(18, 0), 0, BigInteger.ONE.shiftLeft(63)));
    }

    @Test
    void recordsAndLayoutsAreNotEmpty() {
        assertThrows(CarbideException.class, () -> RecordLayout.ofBytes(0));
        assertRefused("A record has at least one field", layout -> {
            layout.build();
            return layout;
        });
    }

    private static void assertRefused(String message, UnaryOperator<RecordLayoutBuilder> describe) {
        RecordLayoutBuilder layout = RecordLayout.ofBytes(16);
        assertEquals(
                message,
                assertThrows(CarbideException.class, () -> describe.apply(layout))
                        .getMessage());
    }
}
