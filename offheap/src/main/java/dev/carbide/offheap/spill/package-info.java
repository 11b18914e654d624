/**
 * Blocks and spill files. The block is the one format in which rows and columns leave memory or are kept compressed:
 * {@link dev.carbide.offheap.spill.BlockCodec} makes and checks it and knows no files. A
 * {@link dev.carbide.offheap.spill.SpillStore} keeps the files of a kernel, which operators write and read through
 * {@link dev.carbide.offheap.spill.RowRunWriter} and {@link dev.carbide.offheap.spill.RowRunReader}.
 */
@NullMarked
package dev.carbide.offheap.spill;

import org.jspecify.annotations.NullMarked;
