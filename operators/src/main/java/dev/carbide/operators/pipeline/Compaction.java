package dev.carbide.operators.pipeline;

import dev.carbide.codegen.source.SourceBuilder;
import java.util.Set;

/** Emits the writing of surviving tuples to the front of a chunk's vectors. In place: the write never overtakes the read. */
final class Compaction {
    private final SourceBuilder out;
    private final TupleLoop loop;
    private final Set<Integer> kept;
    private final String counter;
    private final String denseRows;

    /** Emits the counter's declaration; call in front of the loop. */
    Compaction(SourceBuilder out, TupleLoop loop, Chunk chunk, Set<Integer> kept, String counterStem) {
        this.out = out;
        this.loop = loop;
        this.kept = kept;
        if (chunk.dense() && kept.contains(TupleLoop.BATCH)) {
            denseRows = out.local("int[]", "kept", chunk.rows());
        } else {
            denseRows = null;
        }
        counter = out.variable("int", counterStem, "0");
    }

    /** The local that counts the kept tuples. */
    String counter() {
        return counter;
    }

    /** Keeps the current tuple if the condition holds, without a branch. */
    void keepIf(String condition) {
        keep(condition.equals("true") ? "1" : condition + " ? 1 : 0");
    }

    /** Keeps the current tuple if the int expression is 1, not if it is 0. */
    void keep(String pass) {
        for (int vector : kept) {
            String target = vector == TupleLoop.BATCH && denseRows != null ? denseRows : loop.vectorLocal(vector);
            out.line(target + "[" + counter + "] = " + loop.vectorValue(vector) + ";");
        }
        out.line(counter + " += " + pass + ";");
    }
}
