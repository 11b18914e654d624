package dev.carbide.operators.pipeline;

/**
 * Which assumptions one version of a generated loop makes; the assumptions are checked per batch.
 *
 * @param nullFree no scanned column that the loop reads has a NULL in this batch
 * @param narrow every wide decimal in the loop is proved to fit a long in this batch
 * @param dictionary columns expected to be dictionary-encoded are so in this batch; else all are flat
 */
record StageVariant(boolean nullFree, boolean narrow, boolean dictionary) {
    String describe() {
        return (nullFree ? "no nulls" : "nulls")
                + (narrow ? "" : ", decimals that need 128 bits")
                + (dictionary ? "" : ", no dictionaries");
    }

    /** A suffix for the method's name: empty for the version with all assumptions. */
    String suffix() {
        return (nullFree ? "" : "Nullable") + (narrow ? "" : "Wide") + (dictionary ? "" : "Flat");
    }
}
