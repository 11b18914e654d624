package dev.carbide.offheap.memory;

import java.util.List;

/**
 * Whom to write out: of those that cover the need and are at least a minimum run, so that no storm of tiny spills begins,
 * one that has spilled before, then the smallest; if there is none, the largest.
 */
final class VictimChoice {
    private VictimChoice() {}

    /** @param candidates at least one */
    static MemoryConsumer choose(List<MemoryConsumer> candidates, long need, long minRun) {
        MemoryConsumer covering = null;
        MemoryConsumer largest = candidates.getFirst();
        long enough = Math.max(need, minRun);
        for (MemoryConsumer candidate : candidates) {
            long bytes = candidate.holdings();
            if (bytes >= enough && (covering == null || isBetter(candidate, covering))) {
                covering = candidate;
            }
            if (bytes > largest.holdings()) {
                largest = candidate;
            }
        }
        return covering != null ? covering : largest;
    }

    private static boolean isBetter(MemoryConsumer candidate, MemoryConsumer than) {
        return candidate.hasSpilled() != than.hasSpilled()
                ? candidate.hasSpilled()
                : candidate.holdings() < than.holdings();
    }
}
