/* SPDX-FileCopyrightText: 2026 the librbpf authors
 * SPDX-License-Identifier: MIT */

/* Where the headers of librbpf are, for guests that include them. */
#ifndef RBPF_TOOLS_INCLUDE_FOLDER_H
#define RBPF_TOOLS_INCLUDE_FOLDER_H

/* RBPF_INCLUDE_DIR of the environment, else beside this program; null: not known. Static
 * storage. */
const char *include_folder(void);

#endif
