/** Where the state is. Strings are templates over `project`, `environment` and `release`. */
export type TerraformStateSettings =
  | {
      /** Path of the state file, relative to the config. */
      readonly file: string;
      readonly s3?: never;
    }
  | {
      /** The object that Terraform's `s3` backend writes. */
      readonly s3: {
        readonly bucket: string;
        /** As the backend has it; a workspace's state is at `env:/<workspace>/<key>`. */
        readonly key: string;
        /** Region of the bucket. Default: the environment's. */
        readonly region?: string;
      };
      readonly file?: never;
    };
