export const account = '111111111111' as string;
export const region: string = 'eu-west-1';
