/**
 * Compiles generated source with Janino, keeps compiled classes by their source, and measures what comes out: bytecode
 * sizes, times, flight-recorder events, source dumps.
 */
@NullMarked
package dev.carbide.codegen.compile;

import org.jspecify.annotations.NullMarked;
