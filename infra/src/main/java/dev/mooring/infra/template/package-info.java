/** Rules for the synthesized templates: what neither the CDK nor its validator notices. */
@NullMarked
package dev.mooring.infra.template;

import org.jspecify.annotations.NullMarked;
