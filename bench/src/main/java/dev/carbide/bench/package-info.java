/**
 * Entry points of {@code ./carbide bench}: comparison with other engines, the answers of TPC-H, and JMH. Nothing depends on
 * this module.
 */
@NullMarked
package dev.carbide.bench;

import org.jspecify.annotations.NullMarked;
