package dev.carbide.offheap.spill;

/**
 * Names the owner of blocks in 128 bits: a file, a cached column, a map output. A block is bound to its owner and to its
 * sequence number, so that it is not taken for another one.
 */
public record BlockIdentity(long high, long low) {}
