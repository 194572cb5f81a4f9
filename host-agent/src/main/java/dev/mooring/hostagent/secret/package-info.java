/** What a host reads from Secrets Manager, and the files in which its server finds it. */
@NullMarked
package dev.mooring.hostagent.secret;

import org.jspecify.annotations.NullMarked;
