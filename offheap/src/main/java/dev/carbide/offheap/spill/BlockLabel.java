package dev.carbide.offheap.spill;

/**
 * What the owner says about a block.
 *
 * @param flags those of {@link BlockFormat} that concern rows, or 0
 * @param detail a number whose meaning the kind and the flags give
 * @param sequence tells the blocks of one owner apart; spill files number theirs by position
 */
public record BlockLabel(BlockKind kind, int flags, int rows, int detail, long sequence) {
    public static BlockLabel of(BlockKind kind, int rows, long sequence) {
        return new BlockLabel(kind, 0, rows, 0, sequence);
    }

    BlockLabel with(int flag) {
        return new BlockLabel(kind, flags | flag, rows, detail, sequence);
    }
}
