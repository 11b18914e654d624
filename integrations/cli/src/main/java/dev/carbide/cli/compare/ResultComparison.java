package dev.carbide.cli.compare;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares two results. Exact numbers must be equal at the smaller of both scales, also where one engine computes in
 * floating point; two floating-point numbers may differ by 1e-9 of their size; all else must be equal. Rows of equal sort
 * keys may come in any order.
 */
public final class ResultComparison {
    private static final double TOLERANCE = 1e-9;
    private static final Comparator<@Nullable Object> VALUES = Comparator.nullsFirst(ResultComparison::compareValues);

    private final List<String> columns;
    private final List<List<@Nullable Object>> expected;
    private final List<List<@Nullable Object>> actual;
    private final RowOrder order;
    private final Set<Integer> approximate = new HashSet<>();

    private ResultComparison(ResultRows expected, ResultRows actual, RowOrder order) {
        this.columns = actual.columns();
        this.expected = copy(expected);
        this.actual = copy(actual);
        this.order = order;
    }

    private static List<List<@Nullable Object>> copy(ResultRows result) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        result.rows().forEach(row -> rows.add(new ArrayList<>(row)));
        return rows;
    }

    /** What differs first, for a person to read; empty if nothing does. Names of columns may differ. */
    public static Optional<String> difference(ResultRows expected, ResultRows actual, RowOrder order) {
        if (expected.columns().size() != actual.columns().size()) {
            return Optional.of("expected " + expected.columns().size() + " columns, got "
                    + actual.columns().size());
        }
        if (expected.rows().size() != actual.rows().size()) {
            return Optional.of("expected " + expected.rows().size() + " rows, got "
                    + actual.rows().size());
        }
        return Optional.ofNullable(new ResultComparison(expected, actual, order).difference());
    }

    private @Nullable String difference() {
        for (int column = 0; column < columns.size(); column++) {
            align(column);
        }
        for (int row = 0; row < expected.size(); row++) {
            for (int column : order.columns()) {
                if (!same(expected.get(row).get(column), actual.get(row).get(column))) {
                    return describe(row, column, expected.get(row), actual.get(row)) + " (ORDER BY)";
                }
            }
        }
        int from = 0;
        while (from < expected.size()) {
            int to = endOfPeers(from);
            String difference = differenceOfPeers(from, to);
            if (difference != null) {
                return difference;
            }
            from = to;
        }
        return null;
    }

    /** Brings the numbers of a column to one scale, or finds that they are compared with a tolerance. */
    private void align(int column) {
        int expectedScale = scale(expected, column);
        int actualScale = scale(actual, column);
        if (expectedScale < 0 && actualScale < 0) {
            if (hasFloating(expected, column) || hasFloating(actual, column)) {
                approximate.add(column);
            }
            return;
        }
        int scale = expectedScale < 0 || actualScale < 0
                ? Math.max(expectedScale, actualScale)
                : Math.min(expectedScale, actualScale);
        round(expected, column, scale);
        round(actual, column, scale);
    }

    private static boolean hasFloating(List<List<@Nullable Object>> rows, int column) {
        return rows.stream().anyMatch(row -> row.get(column) instanceof Double);
    }

    /** The largest scale of a column's exact numbers; -1 if it has none. */
    private static int scale(List<List<@Nullable Object>> rows, int column) {
        int scale = -1;
        for (List<@Nullable Object> row : rows) {
            if (row.get(column) instanceof BigDecimal number) {
                scale = Math.max(scale, number.scale());
            }
        }
        return scale;
    }

    private static void round(List<List<@Nullable Object>> rows, int column, int scale) {
        for (List<@Nullable Object> row : rows) {
            Object value = row.get(column);
            if (value instanceof Double number && Double.isFinite(number)) {
                value = BigDecimal.valueOf(number);
            }
            if (value instanceof BigDecimal number) {
                row.set(column, number.setScale(scale, RoundingMode.HALF_UP));
            }
        }
    }

    private int endOfPeers(int from) {
        int to = from + 1;
        while (to < expected.size() && arePeers(expected.get(from), expected.get(to))) {
            to++;
        }
        return to;
    }

    private boolean arePeers(List<@Nullable Object> one, List<@Nullable Object> other) {
        return order.columns().stream().allMatch(column -> same(one.get(column), other.get(column)));
    }

    private @Nullable String differenceOfPeers(int from, int to) {
        List<List<@Nullable Object>> left = new ArrayList<>(expected.subList(from, to));
        List<List<@Nullable Object>> right = new ArrayList<>(actual.subList(from, to));
        left.sort(this::compareRows);
        right.sort(this::compareRows);
        for (int row = 0; row < left.size(); row++) {
            for (int column = 0; column < columns.size(); column++) {
                if (!same(left.get(row).get(column), right.get(row).get(column))) {
                    return describe(from + row, column, left.get(row), right.get(row));
                }
            }
        }
        return null;
    }

    /** Any order that is the same on both sides; what is compared with a tolerance comes last. */
    private int compareRows(List<@Nullable Object> one, List<@Nullable Object> other) {
        int byExact = compareColumns(one, other, false);
        return byExact != 0 ? byExact : compareColumns(one, other, true);
    }

    private int compareColumns(List<@Nullable Object> one, List<@Nullable Object> other, boolean tolerant) {
        for (int column = 0; column < columns.size(); column++) {
            if (approximate.contains(column) == tolerant) {
                int result = VALUES.compare(one.get(column), other.get(column));
                if (result != 0) {
                    return result;
                }
            }
        }
        return 0;
    }

    private static int compareValues(Object one, Object other) {
        if (one instanceof BigDecimal left && other instanceof BigDecimal right) {
            return left.compareTo(right);
        }
        if (one instanceof Double left && other instanceof Double right) {
            return left.compareTo(right);
        }
        return one.toString().compareTo(other.toString());
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Double left && other instanceof Double right) {
            double difference = Math.abs(left - right);
            return left.equals(right)
                    || difference <= TOLERANCE * Math.max(Math.abs(left), Math.abs(right))
                            && Double.isFinite(difference);
        }
        return Objects.equals(one, other);
    }

    private String describe(int row, int column, List<@Nullable Object> left, List<@Nullable Object> right) {
        return "row " + (row + 1) + ", column " + columns.get(column) + ": expected " + left.get(column) + ", got "
                + right.get(column);
    }
}
