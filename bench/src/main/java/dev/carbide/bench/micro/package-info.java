/** Micro benchmarks (JMH) of the loops that queries spend their time in: {@code ./carbide bench jmh <regular expression>}. */
@NullMarked
package dev.carbide.bench.micro;

import org.jspecify.annotations.NullMarked;
