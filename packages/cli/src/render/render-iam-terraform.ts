import type { IamPage, IamRole } from '../model/iam-page.ts';
import { roleName, rolePath } from './render-iam-cli.ts';
import { namedPolicies } from './render-iam-json.ts';

/** The page as Terraform, or OpenTofu: the identity provider, the role that deploys, and the policies of all roles. */
export function renderIamTerraform({ deploy, trust, elsewhere, roles, grants }: IamPage): string {
  const blocks = [
    ...(trust === null
      ? []
      : [
          [
            '# One for each account: where it is there already, take `data` in the place of `resource`.',
            'resource "aws_iam_openid_connect_provider" "funade" {',
            `  url            = ${text(trust.provider.url)}`,
            `  client_id_list = [${trust.provider.clientIds.map(text).join(', ')}]`,
            '}',
          ],
          [
            'resource "aws_iam_role" "funade" {',
            `  name                 = ${text(roleName(deploy))}`,
            `  path                 = ${text(rolePath(deploy))}`,
            '  max_session_duration = 3600',
            `  assume_role_policy   = ${encoded(trust.document)}`,
            '}',
          ],
        ]),
    ...policiesOf(deploy, { label: 'funade', own: trust !== null }),
    ...elsewhere.flatMap((role) => [
      [`# In account ${role.account} (${role.environment}), which images are copied from:`],
      ...policiesOf(role, { label: `funade_${label(role.environment)}`, own: false }),
    ]),
    ...roles.flatMap(({ role, what, document }, index) =>
      document === null
        ? []
        : [
            [
              `# ${what.replace(/\s+/g, ' ')}`,
              `resource "aws_iam_role_policy" "funade_run_${index + 1}" {`,
              '  name   = "funade"',
              `  role   = ${text(role.slice(role.lastIndexOf('/') + 1))}`,
              `  policy = ${encoded(document)}`,
              '}',
            ],
          ],
    ),
    ...grants.map(({ resource, what, document }, index) => [
      `# ${what.replace(/\s+/g, ' ')}`,
      `resource "aws_ecr_repository_policy" "funade_${index + 1}" {`,
      `  repository = ${text(resource.replace(/^.*:repository\//, ''))}`,
      `  policy     = ${encoded(document)}`,
      '}',
    ]),
  ];
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function policiesOf(
  role: IamRole,
  { label: name, own }: { readonly label: string; readonly own: boolean },
): readonly (readonly string[])[] {
  const roleText = own ? 'aws_iam_role.funade.name' : text(roleName(role));
  return namedPolicies(role).flatMap(({ name: policy, document }, index) => {
    const each = `${name}_${index + 1}`;
    if (role.policies.attach === 'inline') {
      return [
        [
          `resource "aws_iam_role_policy" "${each}" {`,
          `  name   = ${text(policy)}`,
          `  role   = ${roleText}`,
          `  policy = ${encoded(document)}`,
          '}',
        ],
      ];
    }
    return [
      [`resource "aws_iam_policy" "${each}" {`, `  name   = ${text(policy)}`, `  policy = ${encoded(document)}`, '}'],
      [
        `resource "aws_iam_role_policy_attachment" "${each}" {`,
        `  role       = ${roleText}`,
        `  policy_arn = aws_iam_policy.${each}.arn`,
        '}',
      ],
    ];
  });
}

/** JSON is an expression of Terraform, once its templates are escaped. */
function encoded(document: object): string {
  return `jsonencode(${escaped(JSON.stringify(document, null, 2)).replaceAll('\n', '\n  ')})`;
}

function text(value: string): string {
  return escaped(JSON.stringify(value));
}

/** `${` and `%{` begin templates; doubled they are themselves. */
function escaped(json: string): string {
  return json.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}

function label(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/g, '_');
}
