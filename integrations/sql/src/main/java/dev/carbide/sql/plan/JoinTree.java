package dev.carbide.sql.plan;

/** An order of joins. */
sealed interface JoinTree {
    /** The leaves in it, as a bit mask. */
    long leaves();

    /** Expected rows. */
    double rows();

    /** What it costs to get there, in units of a row passed on. */
    double cost();

    /** A single leaf. */
    record Single(int leaf, double rows) implements JoinTree {
        @Override
        public long leaves() {
            return 1L << leaf;
        }

        @Override
        public double cost() {
            return 0;
        }
    }

    /** Rows of {@code probe} look up those of {@code build}. */
    record Join(JoinTree probe, JoinTree build, double rows, double cost) implements JoinTree {
        @Override
        public long leaves() {
            return probe.leaves() | build.leaves();
        }
    }
}
