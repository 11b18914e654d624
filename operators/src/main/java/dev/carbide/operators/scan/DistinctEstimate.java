package dev.carbide.operators.scan;

/**
 * Estimates the number of distinct values from their 64-bit hashes within about 2%: HyperLogLog (Flajolet, Fusy, Gandouet,
 * Meunier, 2007) with linear counting while few are seen.
 */
final class DistinctEstimate {
    private static final int BITS = 11;
    private static final int REGISTERS = 1 << BITS;

    private final byte[] ranks = new byte[REGISTERS];

    void add(long hash) {
        int register = (int) (hash >>> (Long.SIZE - BITS));
        int rank = Long.numberOfLeadingZeros(hash << BITS | 1L << BITS - 1) + 1;
        if (rank > ranks[register]) {
            ranks[register] = (byte) rank;
        }
    }

    double estimate() {
        double sum = 0;
        int empty = 0;
        for (byte rank : ranks) {
            sum += Math.scalb(1.0, -rank);
            empty += rank == 0 ? 1 : 0;
        }
        double raw = 0.7213 / (1 + 1.079 / REGISTERS) * REGISTERS * REGISTERS / sum;
        return raw <= 2.5 * REGISTERS && empty > 0 ? REGISTERS * Math.log((double) REGISTERS / empty) : raw;
    }
}
