/** What is asked of an AWS account: by doctor, and around a deployment. No synthesis comes here. */
@NullMarked
package dev.mooring.infra.account;

import org.jspecify.annotations.NullMarked;
