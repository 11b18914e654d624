/**
 * Bridges to memory of other libraries, one package for each, so that nobody needs a library he does not use: Agrona in
 * {@link dev.carbide.bridges.agrona}, Chronicle Bytes in {@link dev.carbide.bridges.chronicle}. Records in such memory, or
 * in any native memory, are a table through {@link dev.carbide.bridges.record}, which needs neither.
 */
@NullMarked
package dev.carbide.bridges;

import org.jspecify.annotations.NullMarked;
