package dev.carbide.kernel.schedule;

import dev.carbide.offheap.memory.MemoryPool;

/**
 * The pools of one pipeline in one execution, named for the operators that they are counted for.
 *
 * @param consumers of what its sink can write out
 * @param work of what its workers hold and cannot
 * @param source of what the source of a table holds
 */
record PipelinePools(MemoryPool consumers, MemoryPool work, MemoryPool source) {
    static PipelinePools open(MemoryPool query, MemoryPool workSpace, String sink, String input) {
        return new PipelinePools(query.child(sink), workSpace.child(sink), workSpace.child(input));
    }
}
