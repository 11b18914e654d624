/**
 * The command line: {@link dev.carbide.cli.Main} and one class per command. Nothing depends on this package but the
 * benchmarks, which share its options, its TPC-H data and its comparison of results.
 */
@NullMarked
package dev.carbide.cli;

import org.jspecify.annotations.NullMarked;
