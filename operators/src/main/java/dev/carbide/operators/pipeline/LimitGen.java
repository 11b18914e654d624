package dev.carbide.operators.pipeline;

import dev.carbide.codegen.source.SourceBuilder;
import java.util.List;
import java.util.Set;

/** A limit claims the tuples of a chunk from the query's shared count: some at the front are skipped, some let through. */
final class LimitGen {
    private final List<BaseColumn> columns;

    LimitGen(List<BaseColumn> columns) {
        this.columns = columns;
    }

    Chunk emit(Stages.LimitStage stage, Chunk chunk, Set<Integer> behind, SourceBuilder segment, String count) {
        segment.comment("[limit #" + stage.operatorId() + "]");
        String claim = segment.local("long", "claim", "limit" + stage.limit() + ".claim(" + count + ")");
        String skipped = segment.local("int", "skipped", "LimitState.skipped(" + claim + ")");
        segment.line(count + " = LimitState.passed(" + claim + ");");
        Set<Integer> kept = TupleLoop.vectorsOf(columns, behind, chunk.level());
        if (chunk.dense() && kept.contains(TupleLoop.BATCH)) {
            segment.line("Gather.sequence(" + skipped + ", " + chunk.rows() + ", " + count + ");");
        }
        for (int vector : kept) {
            if (vector != TupleLoop.BATCH || !chunk.dense()) {
                String array = vector == TupleLoop.BATCH ? chunk.rows() : chunk.built(vector);
                segment.line("System.arraycopy(" + array + ", " + skipped + ", " + array + ", 0, " + count + ");");
            }
        }
        return chunk.filtered();
    }
}
