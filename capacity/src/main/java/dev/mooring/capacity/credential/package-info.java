/**
 * Certificates and private keys as operators have them, read and checked before anybody uses them: the server shows them, and the
 * host agent exchanges none for one that the server would refuse.
 */
@NullMarked
package dev.mooring.capacity.credential;

import org.jspecify.annotations.NullMarked;
