package dev.carbide.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes on the command line. */
final class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "4096, 4096",
        "64k, 65536",
        "512m, 536870912",
        "512MiB, 536870912",
        "512 MB, 536870912",
        "2g, 2147483648",
        "1.5g, 1610612736",
        "1t, 1099511627776",
        "100b, 100"
    })
    void readsUnitsOf1024(String text, long bytes) {
        assertEquals(bytes, ByteSize.parse(text).bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1m", "12q", "1.m", "0", "0.1", "9999999999g", "1 2m", "0x10", "1e9"})
    void saysWhatASizeIs(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text))
                .getMessage();
        assertTrue(message.contains("'" + text + "'"), message);
    }

    @Property
    void readsWhatItWrites(@ForAll @LongRange(min = 1, max = Long.MAX_VALUE / 2) long bytes) {
        assertEquals(bytes, ByteSize.parse(new ByteSize(bytes).toString()).bytes());
    }
}
