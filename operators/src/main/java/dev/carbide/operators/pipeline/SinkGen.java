package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.source.SourceBuilder;
import java.util.List;

/** Generates the end of a pipeline. */
interface SinkGen {
    /** Everything the sink reads, over base columns. */
    List<Expression> reads();

    /** Declares the members that have fixed names. */
    void declare();

    /**
     * Emits the body of {@code int sink(int count)}: takes the tuples of the chunk and returns a status. After BLOCKED it is
     * called again with the same tuples.
     */
    void emitSink(Chunk chunk, SourceBuilder out, String count);

    /** Emits the body of {@code finish}, which returns a status; called again after BLOCKED. */
    void emitFinish(SourceBuilder out);
}
