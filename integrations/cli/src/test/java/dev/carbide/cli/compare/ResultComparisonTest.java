package dev.carbide.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When two results say the same. */
final class ResultComparisonTest {
    private static final RowOrder BY_FIRST = new RowOrder(List.of(0));

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static ResultRows rows(List<@Nullable Object>... rows) {
        return new ResultRows(List.of("k", "v"), List.of(rows));
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        return Arrays.asList(values);
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    private static Optional<String> difference(@Nullable Object expected, @Nullable Object actual) {
        return ResultComparison.difference(rows(row(1.0, expected)), rows(row(1.0, actual)), RowOrder.NONE);
    }

    private static void assertSame(@Nullable Object expected, @Nullable Object actual) {
        assertEquals(Optional.empty(), difference(expected, actual));
    }

    private static void assertDifferent(@Nullable Object expected, @Nullable Object actual) {
        assertTrue(difference(expected, actual).isPresent());
    }

    @Test
    void exactNumbersAreEqualAtTheSmallerScale() {
        assertSame(decimal("2.345"), decimal("2.35"));
        assertSame(decimal("2"), decimal("2.0000"));
        assertEquals(
                Optional.of("row 1, column v: expected 2.35, got 2.34"), difference(decimal("2.351"), decimal("2.34")));
        assertSame(25.53758711685499, decimal("25.537587"));
        assertEquals(
                Optional.of("row 1, column v: expected 25.537587, got 25.537588"),
                difference(25.53758711685499, decimal("25.537588")));
    }

    @Test
    void floatingPointNumbersMayDifferALittle() {
        assertSame(1e20, 1e20 * (1 + 5e-10));
        assertSame(Double.NaN, Double.NaN);
        assertSame(0.0, -0.0);
        assertDifferent(1e20, 1e20 * (1 + 5e-9));
        assertDifferent(Double.POSITIVE_INFINITY, 1e300);
        assertDifferent(Double.NaN, 0.0);
    }

    @Test
    void otherValuesAreEqualOrNot() {
        assertSame(null, null);
        assertSame(LocalDate.EPOCH, LocalDate.EPOCH);
        assertDifferent(null, "");
        assertDifferent("a", "a ");
        assertDifferent(LocalDate.EPOCH, LocalDate.EPOCH.plusDays(1));
    }

    @Test
    void shapesMustAgree() {
        assertEquals(
                Optional.of("expected 1 rows, got 0"),
                ResultComparison.difference(rows(row("a", "b")), rows(), RowOrder.NONE));
        assertEquals(
                Optional.of("expected 1 columns, got 2"),
                ResultComparison.difference(new ResultRows(List.of("k"), List.of()), rows(), RowOrder.NONE));
    }

    @Test
    void orderCountsOnlyWhereItIsAskedFor() {
        ResultRows one = rows(row("a", decimal("1")), row("b", decimal("2")));
        ResultRows other = rows(row("b", decimal("2")), row("a", decimal("1")));
        assertEquals(Optional.empty(), ResultComparison.difference(one, other, RowOrder.NONE));
        assertEquals(
                Optional.of("row 1, column k: expected a, got b (ORDER BY)"),
                ResultComparison.difference(one, other, BY_FIRST));
    }

    @Test
    void peersComeInAnyOrder() {
        ResultRows one = rows(row("a", 1.0), row("a", 2.0), row("b", 3.0));
        ResultRows other = rows(row("a", 2.0), row("a", 1.0), row("b", 3.0));
        assertEquals(Optional.empty(), ResultComparison.difference(one, other, BY_FIRST));
        ResultRows wrong = rows(row("a", 2.0), row("a", 2.0), row("b", 3.0));
        assertEquals(
                Optional.of("row 1, column v: expected 1.0, got 2.0"),
                ResultComparison.difference(one, wrong, BY_FIRST));
    }
}
