package dev.carbide.offheap.cache;

import dev.carbide.offheap.spill.BlockCodec;
import dev.carbide.offheap.spill.BlockIdentity;
import java.util.function.Supplier;

/**
 * How the frames of one block are made.
 *
 * @param identity binds the frames to their block
 * @param codec a new codec, as those who make and read frames need their own
 * @param memory for frames of unusual size
 */
record Frames(BlockIdentity identity, Supplier<BlockCodec> codec, ScratchPool scratch, CacheMemory memory) {
    FrameWriter writer(FrameStorage storage) {
        return new FrameWriter(this, storage);
    }
}
