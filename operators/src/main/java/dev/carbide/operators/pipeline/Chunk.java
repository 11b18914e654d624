package dev.carbide.operators.pipeline;

/**
 * The tuples in flight at one point of a pipeline, at generation time: {@code count} of them, each the combination of a
 * batch row and one build row per probe passed. Index vectors say which; a dense chunk is the batch as it came, row i for
 * tuple i.
 *
 * @param level how many probes have been passed
 * @param dense no vector of batch rows: tuple number equals row number; at level 0 only
 */
record Chunk(int level, boolean dense) {
    static final Chunk WHOLE_BATCH = new Chunk(0, true);

    Chunk filtered() {
        return new Chunk(level, false);
    }

    Chunk probed() {
        return new Chunk(level + 1, false);
    }

    /** The field that holds the batch row of each tuple. */
    String rows() {
        return "rows" + level;
    }

    /** The field that holds the address of the build row that probe {@code probe} matched to each tuple. */
    String built(int probe) {
        return "built" + probe + "At" + level;
    }
}
