package dev.carbide.cli;

import java.util.List;

/** The middle of some measurements. */
public final class Median {
    private Median() {}

    /** The mean of both middle ones if their number is even. */
    public static long of(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : Math.addExact(sorted.get(middle - 1), sorted.get(middle)) / 2;
    }
}
