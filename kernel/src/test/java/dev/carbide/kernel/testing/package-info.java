/**
 * Tables and pipeline programs written by hand: they move and count rows without generated code, stop where a test tells
 * them to, and fail where it says.
 */
@NullMarked
package dev.carbide.kernel.testing;

import org.jspecify.annotations.NullMarked;
