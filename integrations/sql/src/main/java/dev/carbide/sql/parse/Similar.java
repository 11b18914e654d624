package dev.carbide.sql.parse;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Similar {
    private static final int MAX_COMPARED = 100;

    private Similar() {}

    /** {@code ; did you mean x?} if one of the known names is near enough, else nothing. */
    public static String suggestion(String name, Collection<String> known) {
        return nearest(name, known)
                .map(meant -> "; did you mean " + meant + "?")
                .orElse("");
    }

    private static Optional<String> nearest(String name, Collection<String> known) {
        int allowed = Math.max(1, name.length() / 3);
        return name.length() > MAX_COMPARED
                ? Optional.empty()
                : known.stream()
                        .filter(candidate -> candidate.length() <= MAX_COMPARED)
                        .filter(candidate -> distance(name, candidate) <= allowed)
                        .min(Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /** Insertions, deletions, replacements and swaps of neighbours that lead from one to the other, in any case. */
    static int distance(String left, String right) {
        String from = left.toLowerCase(Locale.ROOT);
        String to = right.toLowerCase(Locale.ROOT);
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                boolean same = from.charAt(i - 1) == to.charAt(j - 1);
                int best =
                        Math.min(steps[i - 1][j - 1] + (same ? 0 : 1), Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                steps[i][j] = swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
            }
        }
        return steps[from.length()][to.length()];
    }
}
