/**
 * Cuts a plan into pipelines: every plan node gets its operator id, blocking operators end a pipeline and begin the next,
 * and filters leave value ranges at the scans below them. Internal to the kernel.
 */
@NullMarked
package dev.carbide.kernel.pipeline;

import org.jspecify.annotations.NullMarked;
