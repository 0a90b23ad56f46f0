#ifndef INTONE_POSTGRES_H
#define INTONE_POSTGRES_H

/* libpq's own calls under their own names, by its own declarations. The library, with the thirty that it needs (Kerberos, LDAP, TLS), is
   loaded when the first connection is made: a command that asks no server starts without it. */

/* Before the calls are hidden, which libpq's header would do to this one as well. */
#include <stdio.h>

#pragma GCC visibility push(hidden)
#include <postgresql/libpq-fe.h>

/* Why libpq could not be loaded, or NULL where it is there. */
const char *postgres_missing(void);
#pragma GCC visibility pop

#endif
