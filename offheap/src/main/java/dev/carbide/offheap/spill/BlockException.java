package dev.carbide.offheap.spill;

import dev.carbide.offheap.error.CarbideException;

/** Bytes that should be a block are not, or are not the block that was expected. Who knows the place adds it. */
public final class BlockException extends CarbideException {
    private static final long serialVersionUID = 1L;

    BlockException(String message) {
        super(message);
    }

    BlockException(String message, Throwable cause) {
        super(message, cause);
    }
}
