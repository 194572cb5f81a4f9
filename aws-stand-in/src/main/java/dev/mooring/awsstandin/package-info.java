/** AWS and the server on loopback, with the rules of the real ones that matter to a host. Time is the test's. */
@NullMarked
package dev.mooring.awsstandin;

import org.jspecify.annotations.NullMarked;
