/**
 * Rows and pages as Agrona buffers, and Agrona buffers as input. Needs {@code org.agrona:agrona} and, for all but reading
 * buffers that the caller made, {@code --add-exports java.base/jdk.internal.misc=ALL-UNNAMED}.
 */
@NullMarked
package dev.carbide.bridges.agrona;

import org.jspecify.annotations.NullMarked;
